const lines = require('readline').createInterface({ input: process.stdin });
(async () => {
  for await (const line of lines) console.log(JSON.stringify(line));
  console.log('end of lines.js');
})();
