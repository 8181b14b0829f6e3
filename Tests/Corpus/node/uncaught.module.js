console.log('before');
await null;
throw new RangeError('of a module');
