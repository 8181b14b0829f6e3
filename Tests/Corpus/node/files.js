const fs = require('fs');
console.log(fs.readdirSync('/script'), fs.readdirSync('/work'), fs.readdirSync('/tmp'), fs.readdirSync('/'));
console.log(fs.readFileSync('/script/beside.txt', 'utf8'), fs.statSync('/script/main.js').mode.toString(8));
fs.writeFileSync('/work/a', 'a');
fs.promises.readFile('/work/a', 'utf8').then((text) => {
  console.log(text);
  fs.createReadStream('/work/a').pipe(fs.createWriteStream('/outputs/b')).on('finish', () => {
    console.log(fs.readFileSync('/outputs/b', 'utf8'));
    console.log('end of files.js');
  });
});
try {
  fs.writeFileSync('/script/new', '');
} catch (error) {
  console.log(error.message);
}
