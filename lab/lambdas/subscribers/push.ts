import { subscriber } from '../subscriber.ts';

export const handler = subscriber('push');
