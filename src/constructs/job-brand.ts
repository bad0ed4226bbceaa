/**
 * Mark of a job, and the method that tells its mistakes. A registered symbol and not the class, because a program may
 * hold two copies of this package.
 */
export const JOB: unique symbol = Symbol.for('otform.constructs.job');
