// Messages as a bank writes them, valid by the standard's schemas.

export interface Told {
  reference: string;
  /** In major units, as the message says it; left out: the report names the payment only. */
  amount?: string;
  currency?: string;
  code?: string;
  words?: string;
}

let numbered = 0;
export const nextMessage = (): string => `BANK${Date.now().toString(36)}${(numbered += 1)}`;

const reason = (told: Told): string =>
  told.code || told.words
    ? `<StsRsnInf>${told.code ? `<Rsn><Cd>${told.code}</Cd></Rsn>` : ""}${told.words ? `<AddtlInf>${told.words}</AddtlInf>` : ""}</StsRsnInf>`
    : "";

/** A status report on payments of one batch. */
export function pain002(
  batch: string,
  payments: (Told & { status: string })[],
  options: { version?: string; message_id?: string; group?: string; block?: string } = {},
): string {
  const { version = "10", message_id = nextMessage(), group, block } = options;
  const lines = payments.map(
    (told) =>
      `<TxInfAndSts>
<OrgnlEndToEndId>${told.reference}</OrgnlEndToEndId><TxSts>${told.status}</TxSts>${reason(told)}${
        told.amount
          ? `<OrgnlTxRef><Amt><InstdAmt Ccy="${told.currency ?? "CNY"}">${told.amount}</InstdAmt></Amt></OrgnlTxRef>`
          : ""
      }
</TxInfAndSts>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}">
<CstmrPmtStsRpt>
<GrpHdr><MsgId>${message_id}</MsgId><CreDtTm>2026-12-03T09:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${batch}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group ? `<GrpSts>${group}</GrpSts>` : ""}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${batch}</OrgnlPmtInfId>${block ? `<PmtInfSts>${block}</PmtInfSts>` : ""}
${lines.join("\n")}
</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt>
</Document>
`;
}

/** A statement of the cooperative's account: one entry a payment, or one for a whole batch. */
export function camt053(
  entries: (Told & { way: "DBIT" | "CRDT"; status?: string; batch?: string })[],
  options: { version?: "02" | "08"; message_id?: string; account?: string; count?: number } = {},
): string {
  const { version = "08", message_id = nextMessage(), account = "6222020000000007", count = entries.length } = options;
  const booked = (status: string): string => (version === "02" ? status : `<Cd>${status}</Cd>`);
  const details = (told: (typeof entries)[number]): string =>
    told.batch
      ? `<Btch><PmtInfId>${told.batch}</PmtInfId></Btch>`
      : `<TxDtls><Refs><EndToEndId>${told.reference}</EndToEndId></Refs>${
          version === "02"
            ? `<AmtDtls><TxAmt><Amt Ccy="${told.currency ?? "CNY"}">${told.amount}</Amt></TxAmt></AmtDtls>`
            : `<Amt Ccy="${told.currency ?? "CNY"}">${told.amount}</Amt><CdtDbtInd>${told.way}</CdtDbtInd>`
        }${told.code ? `<RtrInf><Rsn><Cd>${told.code}</Cd></Rsn></RtrInf>` : ""}</TxDtls>`;
  const entry = (told: (typeof entries)[number]): string => `<Ntry>
<Amt Ccy="${told.currency ?? "CNY"}">${told.amount}</Amt><CdtDbtInd>${told.way}</CdtDbtInd><Sts>${booked(told.status ?? "BOOK")}</Sts>
<BookgDt><Dt>2026-12-03</Dt></BookgDt><BkTxCd><Prtry><Cd>PAY</Cd></Prtry></BkTxCd>
<NtryDtls>${details(told)}</NtryDtls>
</Ntry>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
<BkToCstmrStmt>
<GrpHdr><MsgId>${message_id}</MsgId><CreDtTm>2026-12-03T23:00:00Z</CreDtTm></GrpHdr>
<Stmt>
<Id>${message_id}</Id><CreDtTm>2026-12-03T23:00:00Z</CreDtTm>
<Acct><Id><Othr><Id>${account}</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">1000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-12-03</Dt></Dt></Bal>
<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries></TtlNtries></TxsSummry>
${entries.map(entry).join("\n")}
</Stmt>
</BkToCstmrStmt>
</Document>
`;
}
