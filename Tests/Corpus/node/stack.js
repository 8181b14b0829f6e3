console.log(new Error('here').stack);
Error.stackTraceLimit = Infinity;
console.log(new Error('all').stack);
Error.prepareStackTrace = (error, frames) => frames.map((frame) => [frame.getFileName(), frame.getFunctionName(), frame.getTypeName(), frame.getMethodName()]);
console.log(new Error('frames').stack);
console.trace('traced');
console.log('end of stack.js');
