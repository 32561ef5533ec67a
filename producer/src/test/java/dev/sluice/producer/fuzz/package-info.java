/** Ten thousand requests that nobody foresaw: made from a seed, sent over bare sockets. */
package dev.sluice.producer.fuzz;
