throw new Error(
  'This assembly was made without bundles (context aws:cdk:bundling-stacks is []): it can be read, not run',
);
