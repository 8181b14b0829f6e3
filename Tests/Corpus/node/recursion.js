let depth = 0;
const deeper = () => 1 + deeper(depth++);
try {
  deeper();
} catch (error) {
  console.log(error.name, error.message, depth > 1000);
}
console.log('end of recursion.js');
