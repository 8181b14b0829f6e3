console.log(JSON.stringify(require('fs').readFileSync(0, 'utf8')));
console.log('end of input_at_once.js');
