/** Independent implementations that the kernels are held to. */
@NullMarked
package org.keepgate.oracle;

import org.jspecify.annotations.NullMarked;
