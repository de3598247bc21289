// Verifies an export of Countersign’s audit log: node verify-audit.mjs FILE. It needs Node.js 20.12 or later, and nothing else.
// Made by npm run verifier from src/verifier.ts and what it imports: change those. Its SHA-256 stands in docs/audit.md.
import { parseArgs } from "node:util";
import { createPublicKey, hash, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
// src/domain/audit-row.ts
/** Which part of an event says what. */
function auditParts(event) {
	const applicant = [];
	const actor = [event.user_id ?? null, event.team_id ?? null];
	const openIn = (text) => writeWith(parsed(text), "applicant", (leaf, owner) => {
		if (owner === "public") return leaf;
		if (isApplicants(owner)) applicant.push(leaf);
		else actor.push(leaf);
		return "";
	});
	const outcome = openIn(event.outcome);
	const entitlement = event.entitlement == null ? null : openIn(event.entitlement);
	return {
		open: canonical({
			...event,
			outcome,
			entitlement
		}),
		applicant,
		actor
	};
}
/** Whether there is anything to keep secret, or to erase. */
function isPersonal(leaves) {
	return leaves.some((value) => value !== null && value !== "");
}
/** Every public field, by its name in order. */
function canonical(event) {
	return JSON.stringify({
		at: event.at,
		aws_request_id: event.aws_request_id ?? void 0,
		click_id: event.click_id ?? void 0,
		entitlement: event.entitlement ?? void 0,
		id: event.id,
		kind: event.kind,
		outcome: event.outcome,
		pool_id: event.pool_id ?? void 0,
		role_session: event.role_session ?? void 0,
		round_id: event.round_id ?? void 0,
		signature: event.signature ?? void 0,
		signing_key: event.signing_key ?? void 0,
		slack_request_id: event.slack_request_id ?? void 0,
		sub: event.sub ?? void 0
	});
}
/** Texts under these keys say nothing of a person. Under a key that is not listed they are the applicant's: a new field is rather erased than kept. */
const publicKeys = /* @__PURE__ */ new Set([
	...[
		"kind",
		"at",
		"since",
		"until",
		"readAt",
		"status",
		"certainty",
		"account",
		"decision",
		"result"
	],
	...[
		"reason",
		"reasons",
		"because",
		"action",
		"error",
		"problem",
		"requestId",
		"disabled",
		"onDeny"
	],
	...[
		"id",
		"clickId",
		"roundId",
		"roundIds",
		"poolId",
		"poolIds",
		"poolName",
		"poolNames"
	],
	...[
		"group",
		"groups",
		"from",
		"to",
		"asked",
		"rows",
		"hash"
	]
]);
const actorKeys = /* @__PURE__ */ new Set([
	"userId",
	"teamId",
	"users",
	"name"
]);
function ownerOf(key, around) {
	if (around === "shown" || key === "shown") return "shown";
	if (publicKeys.has(key)) return "public";
	return actorKeys.has(key) ? "actor" : "applicant";
}
function isApplicants(owner) {
	return owner === "applicant" || owner === "shown";
}
/** A text that is not JSON as `JSON.stringify` writes it is the applicant's as a whole. */
function parsed(text) {
	try {
		const value = JSON.parse(text);
		return JSON.stringify(value) === text ? value : text;
	} catch {
		return text;
	}
}
/** The same value as `JSON.stringify` writes it, with every text in it changed. Auditors wait for this: it makes no objects. */
function writeWith(value, owner, change) {
	if (typeof value === "string") return JSON.stringify(change(value, owner));
	if (Array.isArray(value)) return `[${value.map((one) => writeWith(one, owner, change)).join()}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${writeWith(one, ownerOf(key, owner), change)}`).join()}}`;
}
// src/domain/audit-chain.ts
/** What a sealed row's content hash must be; null if its personal values are not those that its commitments are about. */
function contentOf(row, sha256) {
	const { open, applicant, actor } = auditParts(row);
	const { applicant_salt, applicant_hash, actor_salt, actor_hash } = row;
	if (!isKept({
		salt: actor_salt,
		hash: actor_hash,
		leaves: actor
	}, sha256)) return null;
	const ofApplicant = {
		salt: applicant_salt,
		hash: applicant_hash,
		leaves: applicant
	};
	if (!isErased(row) && !isKept(ofApplicant, sha256)) return null;
	return isErased(row) && isPersonal(applicant) ? null : contentHash(open, applicant_hash, actor_hash, sha256);
}
/** Whether what it held of the applicant was erased. */
function isErased(row) {
	return row.applicant_hash !== null && row.applicant_salt === null;
}
function isKept({ salt, hash, leaves }, sha256) {
	return isPersonal(leaves) === (salt !== null) && commitment(salt, leaves, sha256) === hash;
}
function commitment(salt, leaves, sha256) {
	return salt === null ? null : sha256(`${salt}\n${JSON.stringify(leaves)}`);
}
function contentHash(open, applicant, actor, sha256) {
	return sha256(`countersign/event/1\n${open}\n${applicant ?? ""}\n${actor ?? ""}`);
}
/** The hash of a chain that has no rows yet. */
function genesis(storeId, sha256) {
	return sha256(`countersign/genesis/1\n${storeId}`);
}
/** `seq` counts from 1. */
function link(previous, seq, content, sha256) {
	return sha256(`countersign/link/1\n${previous}\n${seq}\n${content}`);
}
/** What a checkpoint's signature is about. */
function checkpointText(storeId, { seq, at, kind, chain_hash, rows }) {
	return JSON.stringify([
		"countersign/checkpoint/1",
		storeId,
		kind,
		seq,
		chain_hash,
		rows,
		at
	]);
}
// src/domain/approval-text.ts
/** The entries of `ClientMetadata` that are signed, in this order. */
const signedEntries = [
	"approvedInTeam",
	"approvedBy",
	"approvers",
	"approvalId",
	"approvedAt",
	"auditHead"
];
/** The signed text; an entry that is missing counts as empty. Whoever checks the signature makes the same. */
function signedText({ poolId, sub }, entries) {
	const values = signedEntries.map((key) => entries[key] ?? "");
	return JSON.stringify([
		"countersign/approval/2",
		poolId,
		sub,
		...values
	]);
}
// src/domain/verify-approvals.ts
/** `isSigned` is null if the key is not known. */
function createApprovalCheck(isSigned, tell) {
	let [signed, unsigned, unknownKey] = [
		0,
		0,
		0
	];
	return {
		take: (row) => {
			const { signature: kept, signing_key: keyId } = row;
			if (kept === null || keyId === null) {
				if (row.kind === "click-confirmed") unsigned += 1;
				return;
			}
			const { signature = "", ...entries } = keptIn(kept);
			const isOurs = isSigned(textOf(row, entries), signature, keyId);
			if (isOurs === null) unknownKey += 1;
			else if (isOurs) signed += 1;
			else tell({
				kind: "approval-forged",
				seq: row.seq,
				id: row.id
			});
		},
		counts: () => ({
			signed,
			unsigned,
			unknownKey
		})
	};
}
function textOf({ pool_id, sub, team_id, user_id, click_id }, kept) {
	const about = {
		poolId: pool_id ?? "",
		sub: sub ?? ""
	};
	const row = {
		approvedInTeam: team_id ?? "",
		approvedBy: user_id ?? "",
		approvalId: click_id ?? ""
	};
	return signedText(about, {
		...kept,
		...row
	});
}
/** As `keptSignatureFormat` says; what is none is found to be no signature. */
function keptIn(text) {
	try {
		const value = JSON.parse(text);
		const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
		return Object.fromEntries(entries.map(([key, one]) => [key, String(one)]));
	} catch {
		return {};
	}
}
// src/domain/verify-erasures.ts
function createErasureCheck(tell) {
	const [unnamed, kept] = [createBits(), createBits()];
	let count = 0;
	return {
		note: (seq, isErased) => (isErased ? unnamed : kept).add(seq),
		named: (rows, by) => {
			for (const [from, to] of readRanges(rows)) {
				count += unnamed.take(from, Math.min(to, by)).length;
				for (const seq of kept.take(from, Math.min(to, by))) tell({
					kind: "not-erased",
					seq
				});
			}
		},
		end: () => {
			for (const seq of unnamed.take(0, Number.POSITIVE_INFINITY)) tell({
				kind: "erased-unnamed",
				seq
			});
		},
		erased: () => count
	};
}
function readRanges(text) {
	return text.split(",").flatMap((range) => {
		const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
		return from === void 0 ? [] : [[Number(from), Number(to)]];
	});
}
/** How many numbers one page of bits is about. */
const pageSize = 8192;
/** A set of whole numbers from 0 on, which needs a bit for each, but none between those that are far apart. */
function createBits() {
	const pages = /* @__PURE__ */ new Map();
	const pageOf = (number) => Math.floor(number / pageSize);
	return {
		add: (number) => {
			const bits = pages.get(pageOf(number)) ?? new Uint8Array(pageSize / 8);
			pages.set(pageOf(number), bits);
			const [byte, bit] = [Math.floor(number % pageSize / 8), 1 << number % 8];
			bits[byte] = (bits[byte] ?? 0) | bit;
		},
		/** Takes out those from `from` to `to`. */
		take: (from, to) => {
			const taken = [];
			for (const [page, bits] of pages) {
				const first = Math.max(from, page * pageSize);
				const last = Math.min(to, page * pageSize + pageSize - 1);
				for (let number = first; number <= last; number += 1) {
					const [byte, bit] = [Math.floor(number % pageSize / 8), 1 << number % 8];
					if (((bits[byte] ?? 0) & bit) === 0) continue;
					bits[byte] = (bits[byte] ?? 0) & ~bit;
					taken.push(number);
				}
			}
			return taken;
		}
	};
}
// src/domain/verify-witnesses.ts
/** The shortest that is taken for a hash. */
const shortestWitness = 16;
function createWitnessCheck(witnesses) {
	const bySeq = /* @__PURE__ */ new Map();
	const byStart = /* @__PURE__ */ new Map();
	for (const witness of witnesses) if (witness.seq === null) add(byStart, startOf(witness.hash), witness);
	else add(bySeq, witness.seq, witness);
	const wrong = [];
	let coveredUpTo = 0;
	return {
		compare: (seq, hash) => {
			const start = startOf(hash);
			const here = bySeq.get(seq) ?? [];
			if ([...here, ...byStart.get(start) ?? []].filter((witness) => hash.startsWith(witness.hash)).length > 0) coveredUpTo = seq;
			wrong.push(...here.filter((witness) => !hash.startsWith(witness.hash)));
			bySeq.delete(seq);
			const others = (byStart.get(start) ?? []).filter((witness) => !hash.startsWith(witness.hash));
			if (others.length === 0) byStart.delete(start);
			else byStart.set(start, others);
		},
		end: ({ first, last, restored }) => {
			const beyond = [...bySeq.values()].flat();
			const unknown = [...byStart.values()].flat();
			const isLost = ({ seq, at }) => at !== null && restored.some((one) => at <= one.at && (seq === null || seq >= (one.lost?.from ?? one.seq)));
			const isDeleted = ({ seq, at }) => first !== null && first.seq > 1 && (seq === null ? at !== null && at < first.at : seq < first.seq);
			const all = [
				...wrong,
				...beyond,
				...unknown
			].filter((witness) => !isDeleted(witness));
			const odd = all.filter((witness) => !isLost(witness));
			const most = Math.max(...odd.map(({ seq }) => seq ?? 0), 0);
			const differing = odd.filter(({ seq }) => seq === null || seq <= last);
			const shortened = most > last ? [{
				kind: "shortened",
				from: last + 1,
				to: most,
				by: "witness"
			}] : [];
			return {
				damage: [...differing.map(({ seq, hash }) => ({
					kind: "witness-differs",
					seq,
					hash
				})), ...shortened],
				coveredUpTo,
				lost: all.length - odd.length
			};
		}
	};
}
function startOf(hash) {
	return hash.slice(0, shortestWitness);
}
function add(map, key, witness) {
	map.set(key, [...map.get(key) ?? [], witness]);
}
// src/domain/verify-chain.ts
/** So many rows in a row that don't follow are not looked into together. */
const mostDoubts = 64;
/** So many breaks are looked into together. */
const mostBreaks = 4;
/** How many rows out of their place are kept, to find where they were. */
const mostStrays = 1e3;
/** In how many gaps a row is looked for: where more are missing, it makes no difference which of the rest were moved. */
const mostGaps = 20;
function createVerification(known) {
	const { sha256, storeId } = known;
	const damage = [];
	let damages = 0;
	const tell = (one) => {
		damages += 1;
		if (damage.length < 100) damage.push(one);
	};
	const erasures = createErasureCheck(tell);
	const approvals = createApprovalCheck(known.isSigned, tell);
	const witnesses = createWitnessCheck(known.witnesses);
	const checkpoints = checkpointsBySeq(known, tell);
	const newestCut = known.checkpoints.reduce((most, { kind, seq }) => kind === "cut" ? Math.max(most, seq) : most, 0);
	witnesses.compare(0, genesis(storeId, sha256));
	let [rows, unlinked, beforeChain, covered] = [
		0,
		0,
		0,
		0
	];
	let first = null;
	/** The last row's place; the hash is null if it is not known. */
	let last = {
		seq: 0,
		hash: genesis(storeId, sha256)
	};
	let doubts = [];
	let beforeDoubts = "";
	const breaks = [];
	let isCheckpointWrong = false;
	let cutUpTo = 0;
	const gaps = [];
	const strays = [];
	const cuts = [];
	const restored = [];
	const take = (row) => {
		const content = contentOf(row, sha256);
		if (!isLinked(row)) takeUnlinked(row, content);
		else if (row.seq <= last.seq) takeStray(row, content);
		else if (!isMoved(row, content)) takeLinked(row, content);
	};
	const takeLinked = (row, content) => {
		rows += 1;
		if (first === null) begin(row);
		else if (row.seq > last.seq + 1) skip(row);
		first ??= {
			seq: row.seq,
			at: row.at
		};
		const isToldAlready = content !== row.content_hash || row.inserted !== null;
		if (isToldAlready) tell({
			kind: "changed",
			seq: row.seq,
			id: row.id
		});
		else approvals.take(row);
		follow(row, content ?? row.content_hash ?? "", isToldAlready);
		compare(row);
		if (row.applicant_hash !== null && known.isWithheld !== true && !isToldAlready) erasures.note(row.seq, isErased(row));
		read(row, row.seq);
		last = {
			seq: row.seq,
			hash: row.chain_hash ?? ""
		};
	};
	const takeUnlinked = (row, content) => {
		if (row.chain_hash !== null) {
			takeStray(row, content);
			return;
		}
		unlinked += 1;
		if (row.content_hash === null) return;
		if (content !== row.content_hash) {
			tell({
				kind: "changed",
				seq: null,
				id: row.id
			});
			return;
		}
		approvals.take(row);
		read(row, Number.POSITIVE_INFINITY);
	};
	/** Out of its place: found again in a gap, perhaps one that comes later. */
	const takeStray = (row, content) => {
		if (isMoved(row, content)) return;
		if (strays.length < mostStrays) strays.push(row);
		else tell({
			kind: "changed",
			seq: row.seq,
			id: row.id
		});
	};
	/** Whether it belongs into a gap, which is then one row shorter. */
	const isMoved = (row, content) => {
		if (gaps.length === 0 || isInPlace(row)) return false;
		for (const [index, { from, to, after }] of gaps.slice(0, mostGaps).entries()) {
			if (after === null || content === null || link(after, from, content, sha256) !== row.chain_hash) continue;
			tell({
				kind: "moved",
				id: row.id,
				seq: row.seq,
				was: from
			});
			gaps.splice(index, 1, ...from === to ? [] : [{
				from: from + 1,
				to,
				after: row.chain_hash
			}]);
			return true;
		}
		return false;
	};
	const isInPlace = ({ seq, content_hash, chain_hash }) => last.hash !== null && seq !== null && link(last.hash, seq, content_hash ?? "", sha256) === chain_hash;
	/** Rows before the first are gone: up to a cut, which is known with the chain's hash there, or nobody knows why. */
	const begin = (row) => {
		if (row.seq === 1) return;
		if (known.after?.seq === row.seq - 1) {
			last = known.after;
			return;
		}
		const cut = known.checkpoints.find(({ kind, seq }) => kind === "cut" && seq === row.seq - 1);
		if (row.seq - 1 <= newestCut) cutUpTo = row.seq - 1;
		else noteGap({
			from: 1,
			to: row.seq - 1,
			after: genesis(storeId, sha256)
		});
		last = {
			seq: row.seq - 1,
			hash: cut?.chain_hash ?? null
		};
	};
	const skip = (row) => {
		endDoubts(false);
		noteGap({
			from: last.seq + 1,
			to: row.seq - 1,
			after: last.hash
		});
		last = {
			seq: row.seq - 1,
			hash: null
		};
	};
	const noteGap = (gap) => {
		gaps.push(gap);
		if (gaps.length > mostGaps) return;
		for (const stray of strays.splice(0)) takeStray(stray, contentOf(stray, sha256));
	};
	/** Whether it follows on the row before. */
	const follow = (row, content, isToldAlready) => {
		const kept = row.content_hash ?? "";
		const contents = kept === content ? [kept] : [kept, content];
		const after = (hash) => contents.map((one) => link(hash, row.seq, one, sha256));
		const follows = (hash) => after(hash).includes(row.chain_hash ?? "");
		const doubt = doubts.at(-1);
		if (doubt === void 0) {
			if (last.hash === null || follows(last.hash)) return;
			beforeDoubts = last.hash;
			doubts.push({
				row,
				content,
				expected: after(last.hash),
				isToldAlready
			});
			return;
		}
		const isFollowed = doubts.some((one) => follows(one.row.chain_hash ?? ""));
		if (isFollowed || doubt.expected.some(follows)) {
			endDoubts(!isFollowed);
			return;
		}
		doubts.push({
			row,
			content,
			expected: after(doubt.expected[0] ?? ""),
			isToldAlready
		});
		if (doubts.length === mostDoubts) endDoubts(false);
	};
	/** `isExpected` if what follows goes on from what these rows' chain hashes should be. */
	const endDoubts = (isExpected) => {
		if (doubts.length === 0) return;
		if (isExpected) {
			for (const { row, isToldAlready } of doubts) if (!isToldAlready) tell({
				kind: "changed",
				seq: row.seq,
				id: row.id
			});
		} else breaks.push({
			doubts,
			before: beforeDoubts
		});
		doubts = [];
		if (breaks.length > mostBreaks) tellBreaks();
	};
	const tellBreaks = () => {
		const isAll = isReordered(breaks, sha256);
		for (const one of isAll ? [joined(breaks)] : breaks) tell(breakIn(one, isAll || isReordered([one], sha256)));
		breaks.splice(0);
	};
	const compare = (row) => {
		const hash = row.chain_hash ?? "";
		for (const checkpoint of checkpoints.bySeq.get(row.seq) ?? []) if (checkpoint.chain_hash === hash) covered = checkpoint.isSigned ? row.seq : covered;
		else if (doubts.length === 0 && !isCheckpointWrong) {
			isCheckpointWrong = true;
			tell({
				kind: "checkpoint-differs",
				seq: row.seq
			});
		}
		witnesses.compare(row.seq, hash);
	};
	/** What the chain's own events say. One that is not linked yet is about rows before it all the same. */
	const read = (row, seq) => {
		switch (row.kind) {
			case "chain-began":
				if (isLinked(row)) beforeChain = seq - 1;
				return;
			case "applicants-erased":
				erasures.named(String(outcomeOf(row)["rows"] ?? ""), seq);
				return;
			case "audit-cut": {
				const said = outcomeOf(row);
				cuts.push({
					upTo: Number(said["upTo"]),
					hash: String(said["hash"] ?? "")
				});
				return;
			}
			case "restored": {
				const lost = gaps.at(-1)?.to === seq - 1 ? gaps.pop() : void 0;
				const note = String(outcomeOf(row)["reason"] ?? "");
				const place = lost === void 0 ? null : {
					from: lost.from,
					to: lost.to
				};
				if (isLinked(row)) restored.push({
					seq,
					at: row.at,
					note,
					lost: place
				});
				return;
			}
		}
	};
	const end = () => {
		const expected = doubts.at(-1)?.expected ?? [];
		const possible = [...expected, ...doubts.map(({ row }) => row.chain_hash)];
		endDoubts(known.head?.seq === last.seq && expected.includes(known.head.hash));
		tellBreaks();
		for (const stray of strays) tell({
			kind: "changed",
			seq: stray.seq,
			id: stray.id
		});
		const deletedUpTo = whatWasCut();
		for (const { from, to } of gaps) tell({
			kind: "missing",
			from,
			to
		});
		erasures.end();
		endHead(possible);
		const found = witnesses.end({
			first,
			last: last.seq,
			restored
		});
		for (const one of found.damage) tell(one);
		return {
			rows,
			unlinked,
			first: first?.seq ?? null,
			beforeChain,
			deletedUpTo,
			restored,
			damage,
			damages,
			head: {
				seq: last.seq,
				hash: last.hash ?? ""
			},
			erased: erasures.erased(),
			checkpoints: checkpoints.counts,
			approvals: approvals.counts(),
			coveredUpTo: Math.max(covered, found.coveredUpTo),
			lostWitnesses: found.lost
		};
	};
	/** Rows at the beginning may only be missing if an event says so, with the chain's hash at the cut. */
	const whatWasCut = () => {
		if (cutUpTo === 0) return 0;
		if (cuts.some((cut) => known.checkpoints.some(({ kind, seq, chain_hash }) => kind === "cut" && seq >= cutUpTo && seq === cut.upTo && chain_hash === cut.hash))) return cutUpTo;
		tell({
			kind: "missing",
			from: 1,
			to: cutUpTo
		});
		return 0;
	};
	/** What the store, or a checkpoint, knows of the end. `possible` are hashes that the last row may have had, if that is in doubt. */
	const endHead = (possible) => {
		const { head } = known;
		const from = last.seq + 1;
		const marked = known.checkpoints.reduce((most, { seq }) => Math.max(most, seq), 0);
		if (head !== null && head.seq > last.seq) tell({
			kind: "shortened",
			from,
			to: head.seq,
			by: "store"
		});
		else if (marked > last.seq) tell({
			kind: "shortened",
			from,
			to: marked,
			by: "checkpoint"
		});
		else if (head !== null && (head.seq < last.seq || ![last.hash, ...possible].includes(head.hash))) tell({
			kind: "head-differs",
			seq: head.seq
		});
	};
	return {
		take,
		end
	};
}
function isLinked(row) {
	return row.seq !== null;
}
function outcomeOf({ outcome }) {
	try {
		const said = JSON.parse(outcome);
		return typeof said === "object" && said !== null ? { ...said } : {};
	} catch {
		return {};
	}
}
/** Whether each row in doubt follows on another of them, or on what was before, at the place of one of them. */
function isReordered(breaks, sha256) {
	const doubts = breaks.flatMap((one) => one.doubts);
	const hashes = [...breaks.map(({ before }) => before), ...doubts.map(({ row }) => row.chain_hash ?? "")];
	const isPlaced = ({ row, content }) => doubts.some(({ row: { seq } }) => hashes.some((hash) => link(hash, seq, content, sha256) === row.chain_hash));
	return doubts.length > 1 && doubts.every(isPlaced);
}
function joined(breaks) {
	return {
		doubts: breaks.flatMap(({ doubts }) => doubts),
		before: breaks[0]?.before ?? ""
	};
}
function breakIn(one, isAsOne) {
	const [from, to] = [one.doubts[0]?.row.seq ?? 0, one.doubts.at(-1)?.row.seq ?? 0];
	return isAsOne ? {
		kind: "reordered",
		from,
		to
	} : {
		kind: "broken",
		seq: from
	};
}
/** By the row that they are at, with what their signatures say. */
function checkpointsBySeq({ checkpoints, storeId, isSigned }, tell) {
	const bySeq = /* @__PURE__ */ new Map();
	const counts = {
		signed: 0,
		unsigned: 0,
		unknownKey: 0
	};
	for (const checkpoint of checkpoints) {
		const { seq, signature, signing_key: keyId } = checkpoint;
		const isOurs = signature === null || keyId === null ? false : isSigned(checkpointText(storeId, checkpoint), signature, keyId);
		if (signature === null || keyId === null) counts.unsigned += 1;
		else if (isOurs === null) counts.unknownKey += 1;
		else if (isOurs) counts.signed += 1;
		else tell({
			kind: "checkpoint-forged",
			seq
		});
		bySeq.set(seq, [...bySeq.get(seq) ?? [], {
			...checkpoint,
			isSigned: isOurs === true
		}]);
	}
	return {
		bySeq,
		counts
	};
}
/** Goes on with the digest of a file's lines; the first goes on with an empty text. It tells accidents, not forgers. */
function digestAfter(digest, line, sha256) {
	return sha256(`${digest}\n${line}`);
}
/** Null if it does not begin as an export does. */
async function verifyExport(lines, tools) {
	const checkpoints = [];
	let head = null;
	let verification = null;
	let [rows, unreadable, digest] = [
		0,
		0,
		""
	];
	let end = null;
	for await (const line of lines) {
		if (line.trim() === "") continue;
		const fields = fieldsIn(line);
		end ??= endIn(fields);
		if (end !== null && fields?.["end"] !== void 0) continue;
		digest = digestAfter(digest, line, tools.sha256);
		if (head === null) {
			head = fields === null ? null : readHead(fields);
			if (head === null) return null;
			continue;
		}
		const [checkpoint, row] = [checkpointIn(fields), rowIn(fields)];
		if (checkpoint !== null && verification === null) checkpoints.push(checkpoint);
		else if (row !== null) {
			verification ??= createVerification({
				...tools,
				...head,
				checkpoints
			});
			verification.take(row);
			rows += 1;
		} else unreadable += 1;
	}
	if (head === null) return null;
	verification ??= createVerification({
		...tools,
		...head,
		checkpoints
	});
	return {
		head,
		report: verification.end(),
		unreadable,
		isWhole: end?.rows === rows && end.digest === digest
	};
}
function fieldsIn(line) {
	try {
		const value = JSON.parse(line);
		return isObject(value) ? value : null;
	} catch {
		return null;
	}
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function readHead(fields) {
	const { export: format, storeId, exportedAt } = fields;
	if (format !== "countersign/audit-export/1" || typeof storeId !== "string") return null;
	return {
		export: format,
		storeId,
		exportedAt: String(exportedAt),
		head: placeIn(fields["head"]),
		after: placeIn(fields["after"]),
		isWithheld: fields["isWithheld"] === true
	};
}
function placeIn(value) {
	if (!isObject(value)) return null;
	const { seq, hash } = value;
	return typeof seq === "number" && typeof hash === "string" ? {
		seq,
		hash
	} : null;
}
const marks = [
	"daily",
	"rows",
	"stop",
	"cut"
];
function checkpointIn(fields) {
	const given = fields?.["checkpoint"];
	if (!isObject(given)) return null;
	const [seq, at, rows] = [
		given["seq"],
		given["at"],
		given["rows"]
	];
	const kind = marks.find((mark) => mark === given["kind"]);
	const hash = given["chain_hash"];
	if (typeof seq !== "number" || typeof at !== "number" || typeof rows !== "number") return null;
	if (kind === void 0 || typeof hash !== "string") return null;
	const [signature, signing_key] = [textIn(given, "signature"), textIn(given, "signing_key")];
	return {
		seq,
		at,
		rows,
		kind,
		chain_hash: hash,
		signature,
		signing_key
	};
}
function endIn(fields) {
	const end = fields?.["end"];
	if (!isObject(end)) return null;
	const { rows, digest } = end;
	return typeof rows === "number" && typeof digest === "string" ? {
		rows,
		digest
	} : null;
}
function rowIn(fields) {
	if (fields === null) return null;
	const { id, at, kind, outcome } = fields;
	if (typeof id !== "string" || typeof at !== "number") return null;
	if (typeof kind !== "string" || typeof outcome !== "string") return null;
	const text = (name) => textIn(fields, name);
	return {
		id,
		at,
		kind,
		outcome,
		pool_id: text("pool_id"),
		sub: text("sub"),
		round_id: text("round_id"),
		click_id: text("click_id"),
		user_id: text("user_id"),
		team_id: text("team_id"),
		entitlement: text("entitlement"),
		slack_request_id: text("slack_request_id"),
		aws_request_id: text("aws_request_id"),
		signature: text("signature"),
		signing_key: text("signing_key"),
		role_session: text("role_session"),
		content_hash: text("content_hash"),
		chain_hash: text("chain_hash"),
		applicant_salt: text("applicant_salt"),
		applicant_hash: text("applicant_hash"),
		actor_salt: text("actor_salt"),
		actor_hash: text("actor_hash"),
		seq: numberIn(fields, "seq"),
		inserted: numberIn(fields, "inserted")
	};
}
function textIn(fields, name) {
	const value = fields[name];
	return typeof value === "string" ? value : null;
}
function numberIn(fields, name) {
	const value = fields[name];
	return typeof value === "number" ? value : null;
}
/** How a line names the head that Cognito handed to a function, whatever is around it. */
const handedOver = /"?auditHead"?\s*[:=]\s*"?([0-9a-f]{32})\b/;
/** A line with nothing but a hash, perhaps after its number. */
const alone = /^\s*(?:(\d+)[\s:,]+)?([0-9a-f]{32}|[0-9a-f]{64})\s*$/;
/**
* The witness in a line of a log, an export or a note; null if there is none. What a function has not found signed may be
* anybody's invention, and is none.
*/
function witnessIn(line) {
	const noted = alone.exec(line);
	if (noted !== null) return {
		seq: noted[1] === void 0 ? null : Number(noted[1]),
		hash: noted[2] ?? "",
		at: null
	};
	const fields = fieldsIn(line.slice(Math.max(0, line.indexOf("{"))));
	if (fields?.["verdict"] !== void 0 && fields["verdict"] !== "signed") return null;
	const at = timeIn(fields?.["time"] ?? fields?.["at"] ?? fields?.["approvedAt"] ?? fields?.["exportedAt"]);
	const place = fields === null ? null : placeIn(fields["head"]) ?? placeIn(placed(fields));
	if (place !== null) return {
		...place,
		at
	};
	const [, hash] = handedOver.exec(line) ?? [];
	return hash === void 0 ? null : {
		seq: null,
		hash,
		at
	};
}
/** An event of an export, or of the bot's own log. */
function placed({ seq, hash, chain, chain_hash }) {
	return {
		seq,
		hash: chain_hash ?? chain ?? hash
	};
}
function timeIn(value) {
	const at = typeof value === "string" ? Date.parse(value) : value;
	return typeof at === "number" && Number.isFinite(at) ? at : null;
}
// src/wording/audit-report.ts
/** Whether anything is not as it was recorded. */
function isDamaged({ report, file }) {
	return report.damages > 0 || file !== null && (file.unreadable > 0 || !file.isWhole);
}
function reportLines(verified) {
	const { report } = verified;
	return [
		...whatWasRead(verified),
		...whatIsKnown(report),
		...damageLines(verified)
	];
}
function whatWasRead({ report, file }) {
	const { rows, unlinked, first, head, beforeChain, deletedUpTo, erased } = report;
	return [
		`Linked events: ${rows} (${first === null ? "none" : `numbers ${first} to ${head.seq}`}). Not linked yet, so not protected: ${unlinked}.`,
		`The chain ends at ${head.seq} ${head.hash}`,
		...file?.after == null ? [] : [`The file begins after number ${file.after}: what is before it was not verified.`],
		...beforeChain === 0 ? [] : [`Recorded before the chain: up to number ${beforeChain}. Their hashes were made later.`],
		...deletedUpTo === 0 ? [] : [`Deleted because of their age, as an event says: up to number ${deletedUpTo}.`],
		...erased === 0 ? [] : [`Applicants erased, as events say: in ${erased} events.`],
		...file?.isWithheld === true ? ["Applicants’ personal values are not in this file, so nothing is said of their erasure."] : [],
		...report.restored.map(restoredLine)
	];
}
function restoredLine({ seq, at, note, lost }) {
	const gap = lost === null ? "" : ` Lost: ${range(lost)}.`;
	return `Restored from a backup at number ${seq}, ${new Date(at).toISOString()}: ${shown(note)}.${gap}`;
}
function whatIsKnown({ checkpoints, approvals, coveredUpTo, head, lostWitnesses }) {
	const left = head.seq - coveredUpTo;
	return [
		`Checkpoints: ${signatures(checkpoints)}.`,
		`Approvals: ${signatures(approvals)}.`,
		coveredUpTo === 0 ? "No signed checkpoint and no witness covers anything: whoever owns the database could have rebuilt all of it unnoticed." : `Covered by a signed checkpoint or a witness: up to number ${coveredUpTo}.`,
		...coveredUpTo > 0 && left > 0 ? [`The last ${left} are not covered: whoever owns the database could have rebuilt them unnoticed.`] : [],
		...lostWitnesses === 0 ? [] : [`Witnesses of events that were lost before a restore: ${lostWitnesses}.`]
	];
}
function signatures({ signed, unsigned, unknownKey }) {
	return `${signed} signed, ${unsigned} not signed, ${unknownKey} signed by a key that was not given`;
}
function damageLines({ report, file }) {
	const ofFile = file === null ? [] : [...file.unreadable === 0 ? [] : [`Lines of the file that can’t be read: ${file.unreadable}.`], ...file.isWhole ? [] : ["The file is not as it was exported: lines were changed or added, or are missing."]];
	const more = report.damages - report.damage.length;
	const lines = [
		...ofFile,
		...report.damage.map(damageLine),
		...more > 0 ? [`… and ${more} more of these.`] : []
	];
	return lines.length === 0 ? ["No damage was found."] : ["DAMAGED:", ...lines.map((line) => `  ${line}`)];
}
function damageLine(damage) {
	switch (damage.kind) {
		case "changed": return `${rowNamed(damage)} does not say what was recorded.`;
		case "broken": return `Number ${damage.seq} does not follow on the one before: one of the two was changed together with its hashes, or replaced.`;
		case "reordered": return `${capital(range(damage))} stand in another order than they were recorded in.`;
		case "moved": return `${rowNamed(damage)} was recorded as number ${damage.was}.`;
		case "missing": return `Missing: ${range(damage)}.`;
		case "shortened": return `Missing at the end: ${range(damage)}. ${knowers[damage.by]} knows of them.`;
		case "head-differs": return `The store says that the chain ends at number ${damage.seq} with another hash.`;
		case "checkpoint-differs": return `At the checkpoint at number ${damage.seq} the chain was another: it was rebuilt since, or the checkpoint was changed.`;
		case "checkpoint-forged": return `The signature of the checkpoint at number ${damage.seq} is not by its key.`;
		case "approval-forged": return `${rowNamed(damage)} holds a signature that is not by its key, or not about this approval.`;
		case "witness-differs": return damage.seq === null ? `A witness knows the hash ${shown(damage.hash)}, which is nowhere in the chain: it was rebuilt since.` : `A witness knows another hash of number ${damage.seq} (${shown(damage.hash)}): the chain was rebuilt since.`;
		case "erased-unnamed": return `The applicant’s values of number ${damage.seq} are gone, and no event says so.`;
		case "not-erased": return `An event says that the applicant’s values of number ${damage.seq} were erased, but they are there.`;
		default: return unknownDamage(damage);
	}
}
/** In place of `never`, which would be an import. */
function unknownDamage(damage) {
	return `Something of an unknown kind: ${JSON.stringify(damage)}`;
}
const knowers = {
	store: "The store’s own note of its end",
	checkpoint: "A checkpoint",
	witness: "A witness"
};
function rowNamed({ seq, id }) {
	return seq === null ? `The event ${shown(id)}, which is not linked,` : `Number ${seq} (event ${shown(id)})`;
}
function range({ from, to }) {
	return from === to ? `number ${from}` : `numbers ${from} to ${to} (${to - from + 1})`;
}
function capital(text) {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
/** Untrusted text on one line, for a terminal. */
function shown(text) {
	return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
}
// src/commands/verify-file.ts
/** Why nothing was verified, in one sentence. */
var NotVerified = class extends Error {
	name = "NotVerified";
};
/** Exit codes. */
const [isWell, isDamagedCode] = [0, 1];
/** Resolves to the exit code, once the report is printed. Throws a `NotVerified`. */
async function verifyFile(file, options, out) {
	const verdict = await verifyExport(linesOf(file), await readTools(options)).catch(whyNot(file));
	if (verdict === null) throw new NotVerified(`${printable(file)} is no export of the audit log. Give one that was exported as jsonl.`);
	const { head, report, unreadable, isWhole } = verdict;
	const verified = {
		report,
		file: {
			unreadable,
			isWhole,
			after: head.after?.seq ?? null,
			isWithheld: head.isWithheld
		}
	};
	await out(`Store ${printable(head.storeId)}, exported ${printable(head.exportedAt)}.\n`);
	return tell(verified, out);
}
async function tell(verified, out) {
	await out(`${reportLines(verified).join("\n")}\n`);
	return isDamaged(verified) ? isDamagedCode : isWell;
}
/** What verifying needs besides the rows. Throws a `NotVerified` if a file can't be read, or says nothing. */
async function readTools({ publicKeys, against }) {
	const keys = new Map(publicKeys.flatMap(readKeys).map((key) => [idOf(key), key]));
	const witnesses = [];
	for (const file of against) witnesses.push(...await readWitnesses(file).catch(whyNot(file)));
	return {
		sha256: (text) => hash("sha256", text),
		isSigned: (text, signature, keyId) => {
			const key = keys.get(keyId);
			return key === void 0 ? null : verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
		},
		witnesses
	};
}
async function readWitnesses(file) {
	const witnesses = [];
	for await (const line of linesOf(file)) {
		const witness = witnessIn(line);
		if (witness !== null) witnesses.push(witness);
	}
	if (witnesses.length > 0) return witnesses;
	throw new NotVerified(`--against: no line of ${printable(file)} is a witness. Expected an export, lines of Countersign's log or of a function's with auditHead, or a number and a hash on a line.`);
}
/** A PEM, or what `npm run keys` prints as `APPROVAL_PUBLIC_KEYS`. */
function readKeys(file) {
	const text = readText(file);
	const pem = text.includes("-----BEGIN");
	const keys = (pem ? [text] : text.replace(/^\s*APPROVAL_PUBLIC_KEYS\s*=/m, "").split(/[\s,]+/)).filter((entry) => entry !== "").flatMap((entry) => keyFrom(entry, pem) ?? []);
	if (keys.length > 0) return keys;
	throw new NotVerified(`--public-key: ${printable(file)} holds no Ed25519 public key. Expected a PEM, or what npm run keys prints.`);
}
function keyFrom(text, isPem) {
	try {
		const key = isPem ? createPublicKey(text) : createPublicKey({
			key: {
				kty: "OKP",
				crv: "Ed25519",
				x: text
			},
			format: "jwk"
		});
		return key.asymmetricKeyType === "ed25519" ? key : null;
	} catch {
		return null;
	}
}
/** As Countersign names its keys. */
function idOf(key) {
	const der = key.export({
		format: "der",
		type: "spki"
	});
	return hash("sha256", der).slice(0, 16);
}
function readText(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		return whyNot(file)(error);
	}
}
/** Without their ends. Quicker than `node:readline`. */
async function* linesOf(file) {
	let rest = "";
	for await (const chunk of createReadStream(file, {
		encoding: "utf8",
		highWaterMark: 1e6
	})) {
		const lines = `${rest}${chunk}`.split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) yield line.replace(/\r$/, "");
	}
	if (rest !== "") yield rest;
}
function whyNot(file) {
	return (error) => {
		if (error instanceof NotVerified || !(error instanceof Error && "code" in error)) throw error;
		const reason = error.code === "ENOENT" ? "There is no such file." : `(${String(error.code)})`;
		throw new NotVerified(`${printable(file)} can’t be read. ${reason}`);
	};
}
function printable(text) {
	return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "�");
}
// src/verifier.ts
const usage = "Usage: node verify-audit.mjs FILE [--against WITNESS]… [--public-key FILE]…";
const couldNot = 2;
process.stdout.on("error", () => process.exit(couldNot));
process.exitCode = await main();
async function main() {
	try {
		const { file, options } = readArguments();
		return await verifyFile(file, options, (words) => void process.stdout.write(words));
	} catch (error) {
		const reason = error instanceof NotVerified ? error.message : `Not verified: ${String(error)}`;
		process.stderr.write(`${reason}\n`);
		return couldNot;
	}
}
function readArguments() {
	const many = {
		type: "string",
		multiple: true
	};
	try {
		const { values, positionals } = parseArgs({
			options: {
				against: many,
				"public-key": many
			},
			allowPositionals: true
		});
		const [file, ...more] = positionals;
		if (file === void 0 || more.length > 0) throw new NotVerified(usage);
		return {
			file,
			options: {
				against: values.against ?? [],
				publicKeys: values["public-key"] ?? []
			}
		};
	} catch {
		throw new NotVerified(usage);
	}
}
export {};
