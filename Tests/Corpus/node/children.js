const { execFileSync, fork, spawnSync } = require('child_process');
const text = 'JSON.stringify([process.execArgv, Object.keys(process.env), process._preload_modules, process.argv])';
console.log(execFileSync(process.execPath, ['-p', text, 'argument']).toString());
console.log(spawnSync('/bin/sh', ['-c', 'cat; ls /proc/self/fd; echo error >&2; exit 5'], { input: 'given', encoding: 'utf8' }).status);
require('fs').writeFileSync('/work/child.js', 'process.send([process.execArgv, process.argv.length, process.cwd()]); process.disconnect();');
const child = fork('/work/child.js', ['one']);
child.on('message', (message) => console.log(message)).on('exit', (code) => {
  console.log('exit', code);
  console.log('end of children.js');
});
