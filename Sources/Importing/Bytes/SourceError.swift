/// Why a source cannot be read to its end; what is wrong with single rows stands in their faults.
public enum SourceError: Error, Hashable, Sendable {
    case file(FileFault, path: String)
    case text(TextFault)
    case csv(CSVError)
    /// A row of JSON lines or XML that is longer than any may be.
    case rowTooLong(row: Int, limit: Int)
    case xml(XMLFault, row: Int)
    /// The file is of another form than the mapping reads, by the words of the mapping.
    case otherForm(expected: String, looksLike: String)
    case client(ClientFault)
    case header(HeaderFault)
    /// More rows than duplicates can be looked for among.
    case tooManyRows(limit: Int)
    /// The rows before the checkpoint came out otherwise than before.
    case checkpoint(CheckpointFault)
}

/// Why a file cannot be used, as the system says.
public enum FileFault: Hashable, Sendable {
    case missing
    case notReadable(reason: String)
    case notWritable(reason: String)
}

/// Why bytes are not the text of a table.
public enum TextFault: Hashable, Sendable {
    case utf16
    /// A NUL byte: the file is not text.
    case nul(SourcePlace)
    /// Not the encoding that the mapping or a byte order mark names.
    case badSequence(TextEncoding, SourcePlace)
    case otherEncoding(expected: TextEncoding, found: TextEncoding)
    /// Some lines are UTF-8 beyond doubt, and others are not; the place of the first that is not.
    case mixed(SourcePlace)
    /// Neither of the two; where each of them breaks.
    case unknown(utf8: SourcePlace, gb18030: SourcePlace)
    /// A header that is not UTF-8.
    case headerNotUTF8
    /// The bytes are not the ones that were looked at when the run began.
    case changed
}

/// Why an XML document is refused.
public enum XMLFault: Hashable, Sendable {
    /// Declares a document type; entities come from there.
    case documentType
    case malformed
    /// Says another encoding than its bytes are in.
    case declaredEncoding(String)
    /// Not XML 1.0.
    case version
    case tooDeep(limit: Int)
    case tooManyAttributes(limit: Int)
    /// The root is not the one of the mapping.
    case wrongRoot(String)
}

/// Why the client program of a database gave no table.
public enum ClientFault: Hashable, Sendable {
    /// It is not installed.
    case missing(program: String, package: String)
    /// It ended with an error; its last words.
    case failed(program: String, words: String)
    /// The connection holds a password or options, or is none.
    case badConnection
}

/// Why a header does not fit.
public enum HeaderFault: Hashable, Sendable {
    /// There is not one row.
    case absent
    /// A column without a name, counted from 1.
    case unnamed(Int)
    case twice(String)
    /// Columns that the mapping names and the source does not have.
    case missing([String])
    /// Columns that the source has and the mapping does not name.
    case unmapped([String])
}

/// What no longer agrees with a checkpoint.
public enum CheckpointFault: Hashable, Sendable {
    /// The file is another.
    case source
    /// The mapping, the type or a code list changed.
    case rules
    /// The rows before it are other rows, or fewer.
    case rows
}
