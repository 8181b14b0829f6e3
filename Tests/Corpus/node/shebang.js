#!/usr/bin/env node
'use strict';
console.log(this === module.exports, (function () { return this; })());
console.log('end of shebang.js');
