console.log('never');
const value = ;
