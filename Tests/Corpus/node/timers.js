const { executionAsyncId, triggerAsyncId, createHook } = require('async_hooks');
const seen = [];
const hook = createHook({ init(id, kind, trigger) { seen.push([id, kind, trigger]); } }).enable();
console.log(executionAsyncId(), triggerAsyncId());
setTimeout(() => {
  console.log('timeout', executionAsyncId());
  // From within a timer its turn is known.
  setTimeout(() => console.log('second timeout'), 0);
  setImmediate(() => console.log('immediate'));
}, 0);
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('microtask'));
Promise.resolve().then(() => console.log('then'));
setTimeout(() => {
  hook.disable();
  console.log(+setTimeout(() => {}, 1));
  console.log('end of timers.js');
}, 20);
console.log('first');
