/** How fast training is: fixed jobs, measured as other libraries are. */
@NullMarked
package org.keepgate.examples.benchmark;

import org.jspecify.annotations.NullMarked;
