/** Saved state: checkpoints, trained models and the files a stranger can open. */
@NullMarked
package org.keepgate.checkpoint;

import org.jspecify.annotations.NullMarked;
