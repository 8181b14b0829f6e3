const { register } = require('module');
register('data:text/javascript,' + encodeURIComponent(`
export async function load(url, context, next) {
  if (url === 'own:module') return { format: 'module', source: 'export default "from a hook"', shortCircuit: true };
  return next(url, context);
}
export async function resolve(name, context, next) {
  return name === 'own:module' ? { url: name, shortCircuit: true } : next(name, context);
}`));
import('own:module').then((found) => {
  console.log(found.default);
  console.log('end of hooks.js');
});
