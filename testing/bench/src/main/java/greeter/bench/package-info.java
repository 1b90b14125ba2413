/** Benchmarks: each figure beside that of others, taken in turns on the same cores. */
package greeter.bench;
