/** From the parameters of the workers to new global parameters. */
@NullMarked
package org.keepgate.averaging;

import org.jspecify.annotations.NullMarked;
