import type { Account } from '../../../api/index.ts';
import type { Diagnostic } from '../../../provider/diagnostics.ts';
import type { ContractReport } from './check-contract.ts';

/** Everything that the two views of a contract check show. */
export interface ContractView {
  readonly server: string;
  readonly report: ContractReport;
  /** Null: it could not be read. */
  readonly account: Account | null;
  /** Why something could not be asked. */
  readonly problems: readonly Diagnostic[];
}
