process.emitWarning('of the script', 'Own', 'OWN01');
process.emitWarning('old', 'DeprecationWarning');
new Buffer(1);
require('fs').exists('/work', () => console.log('end of warning.js'));
