/** A resource address as the machine-readable UI spells it out. */
export interface AddressParts {
  readonly addr: string;
  readonly module: string;
  readonly resource: string;
  readonly implied_provider: string;
  readonly resource_type: string;
  readonly resource_name: string;
  readonly resource_key: string | number | null;
}

/** Splits `opentrain_job.name["key"]` or `data.opentrain_job.name`; an address of another form stays whole. */
export function parseAddress(address: string): AddressParts {
  const match = /^(?:data\.)?([^.[]+)\.([^.[]+)(?:\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\])?$/.exec(address);
  const [, type = '', name = '', key, index] = match ?? [];
  return {
    addr: address,
    module: '',
    resource: address,
    implied_provider: type.split('_')[0] ?? '',
    resource_type: type,
    resource_name: name,
    resource_key:
      index !== undefined ? Number(index) : key === undefined ? null : key.replace(/\\(.)/g, '$1'),
  };
}
