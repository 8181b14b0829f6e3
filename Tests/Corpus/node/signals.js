process.once('SIGUSR2', (name, number) => {
  console.log(name, number);
  clearInterval(waiting);
  console.log('end of signals.js');
});
const waiting = setInterval(() => {}, 1000);
process.kill(process.pid, 'SIGUSR2');
