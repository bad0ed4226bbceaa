export {
  type Installed,
  type InstallOptions,
  InstallRefusal,
  impliedMirror,
  installProvider,
  type ProviderConfigOptions,
  type ProviderConfigText,
  renderProviderConfig,
  targetName,
} from './install.ts';
export { type ServeOptions, servePlugin } from './serve.ts';
