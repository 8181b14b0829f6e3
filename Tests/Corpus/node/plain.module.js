import fs, { readFileSync } from 'fs';
import { createRequire } from 'module';
console.log(import.meta.url, typeof require, typeof module, process.argv, process.mainModule, this);
console.log(await Promise.resolve(readFileSync('/script/beside.txt', 'utf8')), Object.keys(createRequire(import.meta.url).cache));
console.log(new Error('here').stack, import.meta.resolve?.name);
console.log('end of plain.module.js');
