import { expect, test } from 'vitest';
import { Job, JobSource, Pay } from '../../src/constructs/index.ts';
import { newStack } from './synthesised.ts';

test('HCL output has the source as an attribute, since Terraform knows no such block', () => {
  const stack = newStack();
  new Job(stack, 'labels', { source: JobSource.text('Label ${cats}.'), pay: Pay.perHour(18) });
  stack.prepareStack();
  const hcl = String(stack.toHclTerraform().hcl);
  expect(hcl.replace(/\s+/g, ' ')).toContain(
    'payment_type = "PAY_PER_HOUR" price_per_hour = 18 source = { text = "Label $${cats}." }',
  );
});
