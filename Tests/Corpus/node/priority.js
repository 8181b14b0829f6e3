const os = require('os');
for (const who of [0x6d617966, 0]) {
  try {
    os.setPriority(who, 19);
    console.log('done');
  } catch (error) {
    console.log(error.message);
  }
}
console.log(os.getPriority(), require('fs').fstatSync(1).isFIFO());
console.log('end of priority.js');
