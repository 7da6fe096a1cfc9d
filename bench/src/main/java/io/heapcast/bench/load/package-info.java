/** Input by which reading and folding are measured. */
@NullMarked
package io.heapcast.bench.load;

import org.jspecify.annotations.NullMarked;
