//! What may be typed. Every help text says what, then when, then the default.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use filature::export::{Base, BaseError, Format, Schema};
use filature::graph::EdgeGrouping;
use filature::read::InputFormat;

use crate::commands::evaluate::Evaluate;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, but some documents could not be read; each is named on standard error
  2  wrong usage, a bad data file, or an output that cannot be written
  3  nothing could be read

Example:
  filature build articles/ -o graph.graphml -o graph.jsonld";

const INPUT_HELP: &str = "\
Files, folders (with everything below them), or `-` for standard input.

Plain text, Markdown, HTML (the article, not the page) and JSON Lines (`text` required; `id`, `title`, `url`, \
`published`, `publisher`, `language` optional) are told apart by extension, then by their first bytes. UTF-8, UTF-16 \
and windows-1252 are recognised; gzip, bzip2 and zstd are read through.";

/// Reads news and spins it into a knowledge graph of attributed, checkable claims
#[derive(Debug, Parser)]
#[command(name = "filature", version, after_help = EXIT_CODES, max_term_width = 110, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Say nothing but errors: no progress, no summary, no warnings
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Build(Build),
    Extract(Extract),
    Merge(Merge),
    Export(Export),
    Annotate(Annotate),
    Explain(Explain),
    Verify(Verify),
    Diff(Diff),
    Check(Check),
    Evaluate(Evaluate),
    Schema(SchemaArguments),
    Train(Train),
    Kb(Kb),
    Completions(Completions),
    /// Print the manual page
    ///
    /// Example: filature man > ~/.local/share/man/man1/filature.1
    Man,
}

/// Read documents and write the graph of their claims
///
/// The whole way in one step: every document is read, the claims of all are joined, and the graph is written in as
/// many formats as there are outputs. An output appears whole or not at all.
///
/// Example: filature build articles/ -o graph.graphml -o graph.jsonld
#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    #[command(flatten)]
    pub(crate) outputs: OutputArguments,

    #[command(flatten)]
    pub(crate) ledger: LedgerArguments,

    #[command(flatten)]
    pub(crate) resources: ResourceArguments,
}

/// Read documents and write their claims, one document after another
///
/// For streams and for large collections: run it anywhere and in parallel, then join the results with `merge`. Memory
/// does not grow with the input, and claims come in the order of the documents. Records on a pipe are answered one by
/// one, as they come.
///
/// Example: zcat news.jsonl.gz | filature extract - --errors inline --summary inline > claims.jsonl
#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// The claims file to write [default: standard output]
    #[arg(long, short, value_name = "CLAIMS")]
    pub(crate) output: Option<PathBuf>,

    /// Where documents that could not be read are told about: `inline` writes an `error` record in their place
    #[arg(long, value_enum, default_value_t = Channel::Stderr)]
    pub(crate) errors: Channel,

    /// Where the numbers of the run are told: `inline` writes a `summary` record as the last line, so that a file
    /// that was cut off can be told from a whole one
    #[arg(long, value_enum, default_value_t = Channel::Stderr)]
    pub(crate) summary: Channel,

    #[command(flatten)]
    pub(crate) resources: ResourceArguments,
}

/// Join claims files into one
///
/// The result is the same whatever the order and the grouping of the files, and merging a file twice changes nothing.
///
/// Example: filature merge monday.jsonl tuesday.jsonl -o week.jsonl
#[derive(Args, Debug)]
pub(crate) struct Merge {
    /// Claims files, `-` for standard input
    #[arg(required = true, value_name = "CLAIMS")]
    pub(crate) claims: Vec<PathBuf>,

    /// The claims file to write [default: standard output]
    #[arg(long, short, value_name = "CLAIMS")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) ledger: LedgerArguments,
}

/// Who is the same in several documents.
#[derive(Args, Debug)]
pub(crate) struct LedgerArguments {
    /// Tell apart namesakes whose documents contradict each other, join acronyms to the one name they stand for, and write
    /// into this table what was done and why
    ///
    /// Lines with `never` or `always` that you write into it win in this and every later run. The table is made if it is
    /// not there.
    #[arg(long, value_name = "TSV")]
    pub(crate) ledger: Option<PathBuf>,
}

/// Write the graph of claims files in any format
///
/// What `build` writes, made from claims that were extracted before: no document is read again.
///
/// Example: filature export week.jsonl -o week.graphml -o week.jsonld
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// Claims files, `-` for standard input
    #[arg(required = true, value_name = "CLAIMS")]
    pub(crate) claims: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: OutputArguments,

    #[command(flatten)]
    pub(crate) resources: ResourceArguments,
}

/// Show how documents are read: sentences, tokens, lemmas, tags, heads, mentions
///
/// For looking into a surprising claim, and for using the reader alone.
///
/// Example: echo "Le maire a quitté ses fonctions." | filature annotate - --language fr
#[derive(Args, Debug)]
pub(crate) struct Annotate {
    #[command(flatten)]
    pub(crate) documents: DocumentArguments,

    /// `conllu` has tokens, tags and heads; `json` has one document a line, with mentions and values
    #[arg(long, value_enum, default_value_t = AnnotationFormat::Conllu)]
    pub(crate) format: AnnotationFormat,

    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) resources: ResourceArguments,
}

/// Show why a claim is there: the sentence, its parts, the rule, the speakers, who else might have been meant
///
/// For every claim that fits: each sentence it was read from, with subject, trigger and object marked below it.
/// Names are those of entities in any language, or ids; letter case and accents do not matter. Exits with 1 when
/// nothing fits.
///
/// Example: filature explain claims.jsonl --subject "emmanuel macron" --relation spoke_with
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The claims file, `-` for standard input
    #[arg(value_name = "CLAIMS")]
    pub(crate) claims: PathBuf,

    /// Who or what the claim is about [default: anybody]
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: Option<String>,

    /// What is claimed: a relation of the ontology [default: anything]
    #[arg(long, value_name = "RELATION")]
    pub(crate) relation: Option<String>,

    /// Whom or what it is claimed with [default: anybody]
    #[arg(long, value_name = "NAME")]
    pub(crate) object: Option<String>,

    /// Show who this stretch of text was taken for, who else was considered, and what decided
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["subject", "relation", "object"])]
    pub(crate) mention: Option<String>,
}

/// Compare every quote and position of a claims file with its documents
///
/// For files that were edited, merged or received from elsewhere. Documents are known by what they contain, wherever
/// they lie now. Exits with 1 and names each difference when there is any.
///
/// Example: filature verify claims.jsonl --documents articles/
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The claims file, `-` for standard input
    #[arg(value_name = "CLAIMS")]
    pub(crate) claims: PathBuf,

    /// Files and folders that hold the documents
    #[arg(long, required = true, num_args = 1.., value_name = "INPUT")]
    pub(crate) documents: Vec<PathBuf>,

    /// The format of every document: text, markdown, html or jsonl [default: told by extension and content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,

    /// The largest document that is read, in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 16)]
    pub(crate) max_document_size: usize,
}

/// Show which claims were gained, lost or changed between two claims files
///
/// For seeing what a corrected rule, or an article taken back, does to the graph. Exits with 1 when the files differ.
///
/// Example: filature diff before.jsonl after.jsonl
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The older claims file
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The newer claims file
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
}

/// Check data files: languages with their rules, ontology, knowledge base
///
/// For writing rules and word lists: every fault is named with file, line and remedy, and every example of every rule
/// is run. DIR is one of these folders, or a folder with several of them named `language`, `ontology` and
/// `knowledge_base`; it is laid over the bundled data, as it will be when it is used. Without DIR the bundled data
/// themselves are checked. Exits with 2 when there is a fault.
///
/// Example: filature check my-ontology/
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The folder to check [default: the bundled data]
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,

    /// Check the folder alone, not laid over the bundled data
    #[arg(long, requires = "folder")]
    pub(crate) own_data_only: bool,
}

/// Print the description of a file format: JSON Schema, XML Schema, JSON-LD context, vocabulary, SHACL shapes
///
/// For checking our files, and for code that reads them.
///
/// Example: filature schema claims > claims.schema.json
#[derive(Args, Debug)]
pub(crate) struct SchemaArguments {
    /// Which one: claims, graphml, context, vocabulary, shapes or kb-entry [default: list them]
    #[arg(value_name = "KIND")]
    pub(crate) kind: Option<Schema>,

    #[command(flatten)]
    pub(crate) resources: ResourceArguments,
}

/// Train the models of a language from treebanks and texts with marked names
///
/// For a new language, or when its data have grown. The language folder's `training.toml` says which files are used
/// and how, its README where to fetch them; they lie anywhere below --data and are known by name and SHA-256. The same
/// files give the same models on every machine.
///
/// Example: filature train src/language/fr --data treebanks/
#[derive(Args, Debug)]
pub(crate) struct Train {
    /// The language's folder
    #[arg(value_name = "LANGUAGE")]
    pub(crate) language: PathBuf,

    /// The folder below which the files of the recipe lie
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,

    /// The folder to write the models to [default: the language's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Leave out what the recipe holds out, so that the models can be measured on it [default: train on everything]
    #[arg(long)]
    pub(crate) measure: bool,
}

/// Build and look into knowledge bases
///
/// A base says who and what is known by which names. The bundled one holds public life; `kb build` compiles a dump of
/// Wikidata or entries of one's own to a file that opens at once, and `--kb` lays it over the bundled one.
///
/// Example: filature kb lookup Paris --language fr
#[derive(Args, Debug)]
pub(crate) struct Kb {
    #[command(subcommand)]
    pub(crate) command: KbCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KbCommand {
    Build(KbBuild),
    Lookup(KbLookup),
    Info(KbInfo),
}

/// Compile entries to a knowledge base
///
/// Several inputs become one base; what they say of one id is joined. A record that cannot be read is named and skipped.
/// Memory does not grow with the input. An interrupted build goes on where it stopped when the same command is given again;
/// until then its work lies in `<KB>.part`.
///
/// Example: filature kb build latest-all.json.gz --min-sitelinks 10 -o wikidata.kb
#[derive(Args, Debug)]
pub(crate) struct KbBuild {
    /// Wikidata JSON dumps, FollowTheMoney entities, entries as JSON Lines or CSV, folders of tables; gzip, bzip2 and
    /// zstd are read through
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// The base to write
    #[arg(long, short, value_name = "KB", required = true)]
    pub(crate) output: PathBuf,

    /// The format of every input that is no folder [default: told by extension and first record]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<EntryFormat>,

    /// Wikidata: languages whose names, descriptions and pages are taken [default: those of the bundled language folders]
    #[arg(long, value_name = "TAG", value_delimiter = ',', help_heading = "Wikidata")]
    pub(crate) languages: Vec<String>,

    /// Wikidata: leave out items that fewer Wikipedias have a page on
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = "Wikidata")]
    pub(crate) min_sitelinks: u32,

    /// Wikidata: entity types to take, with those below them, such as person,organization/company [default: all]
    #[arg(long, value_name = "TYPE", value_delimiter = ',', help_heading = "Wikidata")]
    pub(crate) types: Vec<String>,

    /// Wikidata: a folder with mapping tables (classes.tsv, properties.tsv, words.tsv, offices.tsv) in place of the bundled
    /// ones of the same name
    #[arg(long, value_name = "DIR", help_heading = "Wikidata")]
    pub(crate) mapping: Option<PathBuf>,

    /// Wikidata: a table of subclasses, two items a line, class and class above it; items of classes that the mapping does
    /// not name are then typed by the nearest class above [default: they are left out]
    #[arg(long, value_name = "FILE", help_heading = "Wikidata")]
    pub(crate) subclasses: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) bases: BaseArguments,
}

/// How the entries of an input are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EntryFormat {
    /// Wikidata JSON dump: an array or lines
    Wikidata,
    /// FollowTheMoney entities, one a line
    Followthemoney,
    /// Entries, one JSON object a line; `filature schema kb-entry` describes them
    Entries,
    /// Entries as CSV with the columns of the tables
    Csv,
}

/// Show who or what a name may mean, and why
///
/// All entries that bear the name, the one most often meant first, with the name that fits, its language, and which base it
/// comes from. Exits with 1 when there is none.
///
/// Example: filature kb lookup Paris --language fr
#[derive(Args, Debug)]
pub(crate) struct KbLookup {
    /// The name, as a text writes it, or an id
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// The language of descriptions, and of the text the name would stand in
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) language: String,

    /// Show facts too
    #[arg(long)]
    pub(crate) facts: bool,

    #[command(flatten)]
    pub(crate) bases: BaseArguments,
}

/// Count what knowledge bases hold, and tell what they were built from
///
/// Each base of the stack, uppermost first; all of it is read and checksums are compared.
///
/// Example: filature kb info --kb wikidata.kb
#[derive(Args, Debug)]
pub(crate) struct KbInfo {
    #[command(flatten)]
    pub(crate) bases: BaseArguments,
}

/// Print the completion script of a shell
///
/// Example: filature completions bash > ~/.local/share/bash-completion/completions/filature
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// Which shell
    pub(crate) shell: clap_complete::Shell,
}

/// What to read, and how.
#[derive(Args, Debug)]
pub(crate) struct DocumentArguments {
    #[arg(required = true, value_name = "INPUT", help = "Files, folders, or `-` for standard input", long_help = INPUT_HELP)]
    pub(crate) inputs: Vec<PathBuf>,

    /// The format of every input: text, markdown, html or jsonl; needed when extension and content mislead. `annotate`
    /// also takes conllu and keeps its sentences and tokens [default: told by extension and content]
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    pub(crate) input_format: Option<GivenFormat>,

    /// The language of every document: `auto`, or the tag of a language folder such as `fr`; `auto` believes the
    /// record, else the text
    #[arg(long, value_name = "TAG", default_value = "auto", help_heading = "Reading")]
    pub(crate) language: String,

    /// Stop at the first document that cannot be read [default: name it and go on]
    #[arg(long, help_heading = "Reading")]
    pub(crate) strict: bool,

    /// Threads to read with; the output never depends on it [default: one a core, a single one for standard input]
    #[arg(long, value_name = "N", help_heading = "Reading")]
    pub(crate) threads: Option<usize>,

    /// The largest document that is read, in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 16, help_heading = "Reading")]
    pub(crate) max_document_size: usize,

    /// Seconds after which a document is given up and named [default: none; reading takes milliseconds]
    #[arg(long, value_name = "SECONDS", help_heading = "Reading")]
    pub(crate) time_limit: Option<Seconds>,
}

/// Where to write, and in which format.
#[derive(Args, Debug)]
pub(crate) struct OutputArguments {
    /// A file to write, `-` for standard output; give it several times for several formats
    #[arg(long = "output", short = 'o', value_name = "OUT", required = true)]
    pub(crate) outputs: Vec<PathBuf>,

    /// The format of every output: claims, graphml, gexf, jsonld, nquads, turtle or svg [default: told by the
    /// extension: .jsonl, .graphml, .gexf, .jsonld, .nq, .ttl, .svg]
    #[arg(long, value_name = "FORMAT", help_heading = "Writing")]
    pub(crate) format: Option<Format>,

    /// Where the IRIs of documents, claims and unknown entities begin, in linked data
    #[arg(long, value_name = "IRI", default_value_t = BaseIri::default(), help_heading = "Writing")]
    pub(crate) base: BaseIri,

    /// Which claims share an edge of a graph: those of one `pair`, of one pair and `relation`, or each `claim` alone
    #[arg(long, value_name = "GROUPING", default_value_t = EdgeGrouping::default(), help_heading = "Writing")]
    pub(crate) edges: EdgeGrouping,

    /// Leave out entities that no claim is about [default: everything called by name is a node]
    #[arg(long, help_heading = "Writing")]
    pub(crate) connected_only: bool,

    /// The language of labels that people read, where there is one in it
    #[arg(long, value_name = "TAG", default_value = "en", help_heading = "Writing")]
    pub(crate) label_language: String,

    /// GraphML by the unchanged schema, without the `label` of edges; Gephi then merges parallel edges unless told not to
    #[arg(long, help_heading = "Writing")]
    pub(crate) graphml_strict: bool,
}

/// Data folders beside, or in place of, those inside the program.
#[derive(Args, Debug, Default)]
pub(crate) struct ResourceArguments {
    /// A folder of language folders, laid over the bundled ones: rules, word lists, models
    #[arg(long, value_name = "DIR", help_heading = "Data")]
    pub(crate) languages: Option<PathBuf>,

    /// An ontology folder, laid over the bundled one: which kinds of things and relations exist
    #[arg(long, value_name = "DIR", help_heading = "Data")]
    pub(crate) ontology: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) bases: BaseArguments,

    /// Use the folders given in place of the bundled ones [default: their files replace those of the same name and
    /// join the others]
    #[arg(long, help_heading = "Data")]
    pub(crate) own_data_only: bool,
}

/// Knowledge bases, stacked.
#[derive(Args, Debug, Default)]
pub(crate) struct BaseArguments {
    /// A compiled base (`kb build`), or a folder of tables laid over the bundled ones; several are stacked, the first decides
    #[arg(long, value_name = "KB", help_heading = "Data")]
    pub(crate) kb: Vec<PathBuf>,

    /// Leave the bundled base out
    #[arg(long, help_heading = "Data")]
    pub(crate) no_bundled_kb: bool,
}

/// A base IRI that clap can show.
#[derive(Clone, Debug, Default)]
pub(crate) struct BaseIri(pub(crate) Base);

impl fmt::Display for BaseIri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl FromStr for BaseIri {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What `--input-format` may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenFormat {
    /// Documents as text.
    Document(InputFormat),
    /// Documents with their sentences and tokens.
    Conllu,
}

impl FromStr for GivenFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "conllu" { Ok(Self::Conllu) } else { text.parse().map(Self::Document) }
    }
}

/// Where something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Channel {
    /// On standard error, for people
    Stderr,
    /// As a record in the output, for programs
    Inline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotationFormat {
    /// The ten columns of Universal Dependencies
    Conllu,
    /// One JSON object a document
    Json,
}

/// A time limit; more than nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seconds(pub(crate) f64);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<f64>() {
            Ok(seconds) if seconds > 0.0 && seconds <= 1e6 => Ok(Self(seconds)),
            _ => Err("not a number of seconds greater than 0".to_owned()),
        }
    }
}
