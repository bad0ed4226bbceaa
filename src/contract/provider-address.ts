/**
 * Fully qualified source address of the Terraform provider.
 *
 * The provider is in no registry, so the host only names the local mirror folder. `.internal` is reserved for
 * private use: nobody can register it and serve something else under our name.
 */
export const PROVIDER_HOST = 'otform.internal';
export const PROVIDER_NAMESPACE = 'otform';
export const PROVIDER_TYPE = 'opentrain';
export const PROVIDER_SOURCE = `${PROVIDER_HOST}/${PROVIDER_NAMESPACE}/${PROVIDER_TYPE}`;

/** `provider` of a resource in state v4. */
export const PROVIDER_CONFIG_ADDRESS = `provider["${PROVIDER_SOURCE}"]`;
