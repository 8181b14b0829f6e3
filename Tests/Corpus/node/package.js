const fs = require('fs');
fs.writeFileSync('/work/package.json', '{"name": "own", "type": "module"}');
fs.writeFileSync('/work/typed.js', 'export default import.meta.url;');
import('/work/typed.js').then((found) => {
  console.log(found.default, found);
  console.log('end of package.js');
});
