// Loaded in a cell that is built ahead: waits for the script, then lets node run it as if it had been started with it.
// What is left to tell the difference is written down in docs/warm.md. Descriptor 3 is a socket to pid 1 of the cell.
'use strict';
const fs = require('fs');
const os = require('os');
const { Module } = require('module');

// What a script's first steps touch is in memory before they are taken. The streams are not: node looks once what they are, and who
// may print in colours looks at them.
const nowhere = { write() {}, once() {}, removeListener() {}, listenerCount: () => 0 };
new console.Console({ stdout: nowhere, colorMode: false }).log('%s %o', 'text', { list: [1] });
new (require('net').Socket)({ readable: false });

// Nothing tells of this file any more: no module, no path that was looked up, no variable and no option.
process.chdir('/work');
delete process.env.NODE_OPTIONS;
delete Module._cache[module.filename];
for (const name of Object.keys(Module._pathCache)) {
  delete Module._pathCache[name];
}
process._preload_modules.length = 0;

function receive() {
  fs.writeSync(3, new Uint8Array([1]));
  const room = Buffer.from(new ArrayBuffer(1 << 16));
  const message = room.utf8Slice(0, fs.readSync(3, room));
  // Refused by every policy, see StreamRequest.swift: pid 1 puts 0, 1 and 2 in their place before it answers.
  os.setPriority(0x6d617966, 19);
  fs.closeSync(3);
  // See StartPlan+Texts.swift.
  return message.split('\0').slice(0, -1);
}

// Node asks for this function when all that it does before a script is done, and calls it with the path that it was started with.
// What it gets is the function itself, with the script's path: no frame of this file is below the script's.
const property = Object.getOwnPropertyDescriptor(Module, 'runMain');
Object.defineProperty(Module, 'runMain', {
  configurable: true,
  enumerable: true,
  get() {
    Object.defineProperty(Module, 'runMain', property);
    const texts = receive();
    const end = 2 + Number(texts[1]);
    const script = texts.findIndex((text, index) => index > 1 && text.startsWith('/script/'));
    process.argv.splice(1, process.argv.length, ...texts.slice(script, end));
    for (const text of texts.slice(end)) {
      const split = text.indexOf('=');
      process.env[text.slice(0, split)] = text.slice(split + 1);
    }
    return property.value.bind(Module, process.argv[1]);
  },
});
