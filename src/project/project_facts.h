/* SPDX-License-Identifier: MIT
 * What kind of app it is, in words that rules use. */
#ifndef LOGDOC_PROJECT_FACTS_H
#define LOGDOC_PROJECT_FACTS_H

struct project;

/* Fills project->facts. The names: rule_project_fact_names of the rules layer. */
void project_facts_note(struct project *);

#endif
