import Ledger
import Signing

/// What is wrong with bytes that do not read, as the end of a sentence that names the file.
enum FormWords {
    static func describe(_ error: CBORError) -> String {
        switch error {
        case .truncated(let offset): tell("it is cut off at byte \(offset)", zh: "在第 \(offset) 字节处被截断")
        case .trailingBytes(let offset):
            tell("bytes follow its end, at byte \(offset)", zh: "结尾之后还有内容，从第 \(offset) 字节起")
        case .notShortest(let offset), .indefiniteLength(let offset), .reservedHead(let offset, _),
            .expected(_, let offset, _), .wrongCount(let offset, _, _), .tooLong(let offset, _, _),
            .notUTF8(let offset), .outOfRange(let offset), .mapKeysOutOfOrder(let offset),
            .unknownMapKey(let offset), .unknownCode(let offset, _), .tooDeep(let offset):
            tell("byte \(offset) is not what the form has there", zh: "第 \(offset) 字节不符合格式")
        }
    }

    static func describe(_ error: NoteError) -> String {
        switch error {
        case .notUTF8: tell("it is not UTF-8 text", zh: "它不是 UTF-8 文本")
        case .controlCharacter(let offset): tell("byte \(offset) is a control character", zh: "第 \(offset) 字节是控制字符")
        case .tooLong(let limit, _): tell("it is longer than \(limit) bytes", zh: "它超过 \(limit) 字节")
        case .noFinalNewline, .noEmptyLine, .noSignature, .missingLine, .lineCount:
            tell("lines are missing: it is another text, or cut off", zh: "缺少若干行：它是别的文本，或被截断")
        case .signatureLine(let line): tell("this is no signature line: \(line)", zh: "这不是签名行：\(line)")
        case .keyName(let name): tell("this is no key name: \(name)", zh: "这不是密钥名称：\(name)")
        case .number(let text): tell("this is no number that is allowed there: \(text)", zh: "这不是该处允许的数：\(text)")
        case .hash(let text): tell("this is no hash: \(text)", zh: "这不是哈希：\(text)")
        case .unexpectedLine(let line): tell("this line has no place there: \(line)", zh: "该处不应有这一行：\(line)")
        case .tooManySignatures(let limit, _): tell("it has more than \(limit) signatures", zh: "签名超过 \(limit) 个")
        case .pathTooLong(let limit, _): tell("its path has more than \(limit) hashes", zh: "路径超过 \(limit) 个哈希")
        case .emptyTreeRoot: tell("an empty log has another root", zh: "空日志的根不是该值")
        case .verifierKey, .keyType, .keyID: tell("it names a key that is none", zh: "其中的密钥不成立")
        case .quorumMissing, .wrongSignature, .noLogSignature, .otherOrigin, .indexOutsideTree:
            ProofWords.describe(error)
        }
    }

    static func describe(_ error: StatementError) -> String {
        switch error {
        case .encoding(let error): describe(error)
        case .tooLarge(let count): tell("it has \(count) bytes, more than any statement", zh: "它有 \(count) 字节，超过任何声明")
        case .notAStatement: tell("its bytes are no signed statement", zh: "其内容不是已签名的声明")
        case .unprotectedHeaderNotEmpty, .unknownAlgorithm, .headerIncomplete, .noSignature, .signersOutOfOrder:
            tell("its header or signatures are not those of a statement", zh: "其头部或签名不符合声明的格式")
        }
    }

    static func describe(_ error: ProofError) -> String {
        tell("its path is not in the form of a proof", zh: "其路径不符合证明的格式")
    }

    /// Any of them.
    static func describe(_ error: any Error) -> String {
        switch error {
        case let error as CBORError: describe(error)
        case let error as NoteError: describe(error)
        case let error as StatementError: describe(error)
        case ReceiptError.note(let error): describe(error)
        case ReceiptError.encoding(let error): describe(error)
        case ReceiptError.tooLong(let limit, _): tell("it is longer than \(limit) bytes", zh: "它超过 \(limit) 字节")
        case SealedProofError.encoding(let error), SealedProofError.notASeal(let error): describe(error)
        case SealedProofError.receipt(let error): describe(error as any Error)
        case _: tell("it is in another form", zh: "它是别的格式")
        }
    }
}
