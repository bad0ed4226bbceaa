// A module of its own, so that it can be loaded late: a bundle gives a CommonJS package no named exports otherwise.
export { Pool } from 'undici';
