console.log('before');
throw 'no error at all';
