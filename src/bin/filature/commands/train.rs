use std::io::Write as _;

use filature::data_folder::DataFolder;
use filature::knowledge_base::KnowledgeBase;
use filature::training::{Purpose, train, train_names_only};

use crate::args::{Train, TrainedModel};
use crate::outputs::Output;
use crate::report::{Failure, Outcome, Report};

pub(crate) fn run(arguments: &Train, report: &Report) -> Result<Outcome, Failure> {
    let folder = arguments.output.as_ref().unwrap_or(&arguments.language);
    let language = DataFolder::on_disk(&arguments.language)?;
    let data = DataFolder::on_disk(&arguments.data)?;
    // A folder that cannot be written is known before an hour of training.
    drop(Output::create(&folder.join("training.tmp"))?);
    let purpose = if arguments.measure { Purpose::Measure } else { Purpose::Ship };
    report.note("training; this takes minutes to an hour");
    let kb = KnowledgeBase::load(&match &arguments.kb {
        Some(path) => DataFolder::on_disk(path)?,
        None => DataFolder::bundled_knowledge_base(),
    })?;
    let models = match arguments.only {
        Some(TrainedModel::Names) => train_names_only(&language, &data, &kb, purpose)?,
        None => train(&language, &data, &kb, purpose)?,
    };
    for (name, bytes) in models {
        let path = folder.join(&name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| Failure::write(&parent.display().to_string(), &error))?;
        }
        let mut out = Output::create(&path)?.open();
        out.write_all(&bytes).map_err(|error| Failure::write(out.name(), &error))?;
        report.note(&format!("  {} ({} bytes)", out.name(), bytes.len()));
        out.finish()?;
    }
    Ok(Outcome::Done)
}
