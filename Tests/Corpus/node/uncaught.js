function outer(value) {
  return inner(value);
}

function inner(value) {
  throw new TypeError(`no ${value}`, { cause: new Error('why') });
}

console.log('before');
outer('key');
