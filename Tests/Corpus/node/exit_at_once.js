process.on('exit', (code) => console.log('exit', code));
process.stdout.write('written\n');
setTimeout(() => console.log('never'), 10000);
process.exit(4);
