const fs = require('fs');
for (const stream of [process.stdin, process.stdout, process.stderr]) {
  console.log(stream.constructor.name, stream.fd, stream.isTTY, stream.readable, stream.writable, stream._type, stream.writableHighWaterMark);
}
console.log([0, 1, 2].map((number) => fs.fstatSync(number).isFIFO()), console._stdout === process.stdout);
fs.writeSync(1, 'written\n');
fs.writeSync(2, 'error\n');
console.error('%s of %d', 'error', 2);
console.log('end of streams.js');
