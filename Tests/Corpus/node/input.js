const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  console.log(JSON.stringify(Buffer.concat(chunks).toString()));
  console.log('end of input.js');
});
