const { Worker, isMainThread, threadId } = require('worker_threads');
const text = `
const { workerData, threadId } = require('worker_threads');
console.log('in a worker', threadId, workerData, process.argv, process.execArgv, process.cwd(), Object.keys(process.env));
console.log(new Error('where').stack, require('./beside_worker.js'), process.env.NODE_OPTIONS);
`;
require('fs').writeFileSync('/work/beside_worker.js', 'module.exports = "beside";');
require('fs').mkdirSync('/work/a/b/c', { recursive: true });
const run = (text, options) => new Promise((resolve) => {
  const worker = new Worker(text, { eval: true, ...options });
  worker.on('message', (message) => console.log('message', message));
  worker.on('error', (error) => console.log('error', error));
  worker.on('exit', resolve);
});
(async () => {
  console.log(isMainThread, threadId);
  console.log(await run(text, { workerData: { a: 1 } }));
  console.log(await run(text, { env: { A: 'a' }, argv: ['x'], execArgv: ['--no-warnings'] }));
  process.chdir('/work/a/b/c');
  console.log(await run('require("worker_threads").parentPort.postMessage([process.cwd(), process.env.TMPDIR])'));
  console.log(await run('process.exit(7)'));
  console.log(await run('throw new TypeError("of a worker")'));
  console.log(await run('import("fs").then((fs) => console.log(typeof fs.readFileSync))'));
  console.log('end of workers.js');
})();
