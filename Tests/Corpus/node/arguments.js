console.log(process.argv, process.argv0, process.execArgv, process.execPath, process.title);
console.log(__filename, __dirname, require.main === module, process.mainModule === module, module.id, module.filename);
console.log(module.loaded, module.parent, module.children, module.paths, Object.keys(module));
process.title = 'short';
console.log(process.title);
console.log('end of arguments.js');
