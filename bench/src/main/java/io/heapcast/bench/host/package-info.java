/** What Heapcast costs a host: the JVMs that are watched, and the collector beside them. */
@NullMarked
package io.heapcast.bench.host;

import org.jspecify.annotations.NullMarked;
