/** A vision child that ends before it is ready, as one does whose native addon is missing. */
console.error("the addon is missing");
process.exit(3);
