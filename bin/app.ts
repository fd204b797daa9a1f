import { App } from 'aws-cdk-lib';
import { SpillwayStack } from '../lib/spillway-stack.ts';

const app = new App();
new SpillwayStack(app, 'Spillway');
