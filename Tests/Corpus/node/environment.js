const { execFileSync } = require('child_process');
console.log(Object.keys(process.env), process.env.HOME, process.env.PWD, process.cwd(), process.umask());
console.log(process.env.MAYFLY_SESSION.length, process.env.MAYFLY_SESSION.startsWith('ses_'), /^ses_0+$/.test(process.env.MAYFLY_SESSION));
console.log('NODE_OPTIONS' in process.env, execFileSync('/usr/bin/env').toString().replace(/ses_\w+/, ''));
process.env.TZ = 'Asia/Tokyo';
console.log(new Date(0).toString(), Intl.DateTimeFormat().resolvedOptions().locale);
console.log('end of environment.js');
