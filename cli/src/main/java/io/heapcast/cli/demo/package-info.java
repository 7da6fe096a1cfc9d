/**
 * {@code heapcast demo}: a real leak, caught on stage. {@link io.heapcast.cli.demo.DemoCommand} is
 * the way in; {@code Cast} says who plays.
 */
@NullMarked
package io.heapcast.cli.demo;

import org.jspecify.annotations.NullMarked;
