const fs = require('fs');
const Module = require('module');
console.log(Object.keys(require.cache), Object.keys(Module._pathCache), Object.keys(Module), Object.keys(Module._extensions));
console.log(Object.getOwnPropertyDescriptor(Module, 'runMain'), Module.runMain.name, process._preload_modules);
console.log(Module.globalPaths, require.resolve.paths('x'), Object.keys(process.binding('natives')).length > 100);
fs.mkdirSync('/work/node_modules/own', { recursive: true });
fs.writeFileSync('/work/node_modules/own/index.js', 'exports.parent = module.parent && module.parent.filename; exports.id = module.id;');
fs.writeFileSync('/work/own.js', 'module.exports = require("own");');
console.log(require('/work/own.js'), module.children.map((child) => child.id));
try {
  require('/script/node_modules/dev/null');
} catch (error) {
  console.log(error.message);
}
console.log('end of modules.js');
