console.log(Object.getOwnPropertyNames(globalThis), Object.keys(globalThis));
console.log(Object.getOwnPropertyNames(process), Object.keys(process.versions));
console.log(RegExp.$1, RegExp.lastMatch, RegExp.input, process.eventNames(), process.listenerCount('warning'));
console.log(process._getActiveHandles().length, process.getActiveResourcesInfo(), process.exitCode, process.pid, process.ppid);
console.log(Object.getOwnPropertyDescriptor(process, 'argv'), Object.getOwnPropertyDescriptor(process, 'env').writable, Error.stackTraceLimit);
console.log(typeof exports, arguments.length, this === exports);
console.log('end of globals.js');
