const fs = require('fs');
const same = ['Name', 'Umask', 'Uid', 'Gid', 'FDSize', 'Groups', 'NoNewPrivs', 'Seccomp', 'Threads'];
for (const line of fs.readFileSync('/proc/self/status', 'utf8').split('\n')) {
  const name = line.split(':')[0];
  if (same.includes(name) || name.startsWith('Sig') || name.startsWith('Shd') || name.startsWith('Cap')) console.log(line);
}
console.log(fs.readFileSync('/proc/self/limits', 'utf8'), fs.readlinkSync('/proc/self/cwd'), fs.readlinkSync('/proc/self/exe'));
console.log([0, 1, 2].map((number) => fs.readFileSync(`/proc/self/fdinfo/${number}`, 'utf8').split('\n')[1]));
console.log(fs.readFileSync('/proc/self/oom_score_adj', 'utf8'), require('os').userInfo(), require('os').hostname(), require('os').tmpdir());
console.log(process.getuid(), process.getgroups(), process.ppid, process.pid, process.resourceUsage().fsRead);
console.log('end of identity.js');
