import Ledger
import Rulebook
import Signing

/// Why a proof does not hold, for people. What only broken bytes can cause is told in the words of the reader.
enum ProofWords {
    static func describe(_ error: NoteError) -> String {
        switch error {
        case .quorumMissing(let needed, let found):
            tell("\(found) validators cosigned, and \(needed) are needed", zh: "只有 \(found) 个验证节点联署，需要 \(needed) 个")
        case .wrongSignature(let name, _):
            tell("a signature in the name of \(name) is false", zh: "以 \(name) 名义的签名是假的")
        case .noLogSignature: tell("no log key has signed", zh: "没有日志密钥的签名")
        case .otherOrigin(_, let found): tell("it is of the ledger \(found)", zh: "它属于账本 \(found)")
        case .indexOutsideTree(let index, let size):
            tell("leaf \(index) lies outside a log of \(size) leaves", zh: "条目 \(index) 超出日志的 \(size) 个条目")
        case .tooLong, .notUTF8, .controlCharacter, .noFinalNewline, .noEmptyLine, .noSignature, .tooManySignatures,
            .signatureLine, .keyName, .verifierKey, .keyType, .keyID, .lineCount, .number, .hash, .emptyTreeRoot,
            .missingLine, .unexpectedLine, .pathTooLong:
            FormWords.describe(error)
        }
    }

    static func describe(_ error: ProofError) -> String {
        switch error {
        case .rootMismatch, .oldRootMismatch:
            tell("the path leads to another root than the one that was signed", zh: "路径得出的根与被签署的根不同")
        case .wrongPathLength(let expected, let found):
            tell("the path has \(found) hashes, and \(expected) are needed", zh: "路径有 \(found) 个哈希，需要 \(expected) 个")
        case .indexOutsideTree(let index, let size):
            tell("leaf \(index) lies outside a log of \(size) leaves", zh: "条目 \(index) 超出日志的 \(size) 个条目")
        case .sizesOutOfOrder, .pathTooLong, .wrongKind, .wrongDepth, .otherEntryElsewhere, .absent, .present,
            .valueMismatch, .outsideBucket, .entriesOutOfOrder:
            FormWords.describe(error)
        }
    }

    static func describe(_ error: ReceiptError) -> String {
        switch error {
        case .note(let error): describe(error)
        case .proof(let error): describe(error)
        case .sizeMismatch: VerifyWords.otherSize
        case .encoding, .tooLong: FormWords.describe(error)
        }
    }

    static func describe(_ error: IssueError) -> String {
        switch error {
        case .receipt(let error): describe(error)
        case .recordProof(let error): describe(error)
        case .recordRootDiffers:
            tell("the record does not stand below this manifest", zh: "该记录不在此清单之下")
        case .otherLedger(let found): tell("the manifest is for the ledger \(found)", zh: "清单属于账本 \(found)")
        case .notAManifest(let type): tell("the leaf is no manifest of documents: \(type)", zh: "该条目不是文档清单：\(type)")
        case .notAUse(let type): tell("the leaf is no use: \(type)", zh: "该条目不是使用：\(type)")
        case .notAPassing(let type): tell("the leaf passes no evidence on: \(type)", zh: "该条目不是转交：\(type)")
        case .notAGrant(let type): tell("the leaf is no grant: \(type)", zh: "该条目不是授权：\(type)")
        case .notARequest: tell("the grant holds no request of a member", zh: "授权中没有成员的用证请求")
        case .notARecord: tell("the receipt is not that of a document", zh: "该回执不是文档的回执")
        case .statement(let error): FormWords.describe(error)
        case .encoding(let error): FormWords.describe(error)
        }
    }

    static func describe(_ error: SealedProofError) -> String {
        switch error {
        case .receipt(let error): describe(error)
        case .proof(let error): describe(error)
        case .notASeal: tell("the leaf is no seal", zh: "该条目不是区块封印")
        case .encoding(let error): FormWords.describe(error)
        }
    }
}
